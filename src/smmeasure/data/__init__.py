"""From files to tidy daily series: reading exports, public holidays, the demo brand."""
