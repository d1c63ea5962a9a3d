# OpenSMTPD with names of our own, TLS, and accounts.
useradd --create-home ada
