"""How fast the archive's engine is beside others, on corpora that are made for it. Run: make bench."""
