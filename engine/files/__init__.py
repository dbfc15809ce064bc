"""What all files of the engine share: formats with a version, NPZ without pickle, whole files or none."""
