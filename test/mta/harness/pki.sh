# Makes the certificates of these tests in the folder $1, for the host name $2 and the addresses $3 (comma-separated).
set -eu
cd "$1"
name=$2
names=DNS:$2
for address in $(echo "$3" | tr , ' '); do names=$names,IP:$address; done

openssl genrsa -out key.pem 2048 2> /dev/null
openssl genrsa -out other-key.pem 2048 2> /dev/null
touch index.txt
printf 'unique_subject = no\n' > index.txt.attr
cat > ca.conf << END
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
END

# root SUBJECT FILE: a certificate that vouches for itself, and for others
authority() {
	openssl req -x509 -new -key "$2-key.pem" -subj "/CN=$1" -days 3650 -out "$2.pem" \
		-addext 'keyUsage = critical, keyCertSign, cRLSign'
}
# sign FILE SUBJECT ISSUER FROM TO [OPTION…]: dates as openssl ca wants them
sign() {
	out=$1 subject=$2 issuer=$3 from=$4 to=$5
	shift 5
	openssl req -new -key "${key:-key.pem}" -subj "/CN=$subject" "$@" -out request.pem
	openssl ca -config ca.conf -batch -notext -cert "$issuer.pem" -keyfile "$issuer-key.pem" \
		-startdate "$from" -enddate "$to" ${extensions:-} -in request.pem -out "$out.pem" 2> /dev/null
}
san() {
	printf 'subjectAltName = %s' "$1"
}

openssl genrsa -out ca-key.pem 2048 2> /dev/null
openssl genrsa -out intermediate-key.pem 2048 2> /dev/null
authority 'smtp-medic test root' ca
now=$(date -u -d '1 day ago' +%Y%m%d%H%M%SZ)
later=$(date -u -d '90 days' +%Y%m%d%H%M%SZ)
key=intermediate-key.pem extensions='-extensions authority' \
	sign intermediate 'smtp-medic test intermediate' ca "$now" "$later"

sign leaf "$name" intermediate "$now" "$later" -addext "$(san "$names")"
cat leaf.pem intermediate.pem > valid.pem
cp leaf.pem no-intermediate.pem
sign leaf "$name" intermediate 20200101000000Z 20210101000000Z -addext "$(san "$names")"
cat leaf.pem intermediate.pem > expired.pem
sign leaf "$name" intermediate "$later" 20990101000000Z -addext "$(san "$names")"
cat leaf.pem intermediate.pem > not-yet-valid.pem
sign leaf www.other.test intermediate "$now" "$later" -addext "$(san DNS:www.other.test)"
cat leaf.pem intermediate.pem > wrong-name.pem
openssl req -x509 -new -key key.pem -subj "/CN=$name" -days 90 -addext "$(san "$names")" -out self-signed.pem
chmod 644 ./*.pem
