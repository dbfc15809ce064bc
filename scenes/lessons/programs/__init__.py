"""The programs that the autodiff lesson shows: whole files that run by themselves. Nothing here is imported; the
lesson reads them as text (numbers/programs.py)."""
