"""What people corrected teaches the spotter, and the games are looked at anew."""
