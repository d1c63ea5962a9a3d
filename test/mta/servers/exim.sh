# Exim as Debian configures it for an internet site, with names of our own, TLS, and accounts.
useradd --create-home ada
cat > /etc/exim4/update-exim4.conf.conf << 'END'
dc_eximconfig_configtype='internet'
dc_other_hostnames='example.test'
dc_local_interfaces=''
dc_readhost=''
dc_relay_domains=''
dc_minimaldns='false'
dc_relay_nets=''
dc_smarthost=''
CFILEMODE='644'
dc_use_split_config='false'
dc_hide_mailname=''
dc_mailname_in_oh='true'
dc_localdelivery='mail_spool'
END
