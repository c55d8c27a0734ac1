//! Builds agendas, proves their value, says why a pair was left out, and checks independently.
