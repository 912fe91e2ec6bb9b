"""What ADaM and SDTM have in common: records, and what they become."""
