"""The labour market as the stored records show it: demand, supply, tightness, wages, flows, and the skills asked."""
