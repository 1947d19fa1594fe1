"""Pages that show recordings in Rerun's web viewer, whose code is installed beside, not here."""
