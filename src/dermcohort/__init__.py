"""dermcohort: from patient charts to a finished real-world study."""
