# OpenSMTPD 7 of Debian 13, on Debian 12 with the libraries that it needs
sed 's/bookworm/trixie/; /security/d' /etc/apt/sources.list > /etc/apt/sources.list.d/trixie.list
apt-get -q update
apt-get -q -y --no-install-recommends -t trixie install opensmtpd openssh-server sudo
