"""The Omaha System and the Zelfredzaamheid-Matrix (ZRM), standing alone: terms, crosswalks and classification."""
