"""The words, one folder a language, one file a lesson."""
