"""The box that long texts are written in: how they will look, who and what they name, and what is pasted into them."""
