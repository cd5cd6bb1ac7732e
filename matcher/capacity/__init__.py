"""What an installation needs: machines, memory, disk and the night's hours, by formulas over measured points."""
