"""Missing values drawn from what is known of the patient, and what follows from them."""
