"""What people were writing: kept as they type, offered back, and for nobody else."""
