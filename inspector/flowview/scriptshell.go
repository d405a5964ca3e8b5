package flowview

const hereEnd = "END_OF_SCRIPT"

// shellFunctions begin each script. They need sh, curl, openssl, awk and sed.
const shellFunctions = `set -eu
answer= result=
fail() { printf '%s\n' "$1" >&2; exit 1; }
# expect STATUS MESSAGE: fails if the response has another status, or none of several
expect() {
  status=$(printf '%s\n' "$answer" | sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p')
  printf '%s %s\n' "$status" "$2" >&2
  case " $1 " in *" $status "*) ;; *) fail "expected $1: $(body)" ;; esac
}
# what a response has: its body, a member of its JSON, a parameter of its redirect, a field of its form
body() { printf '%s\n' "$answer" | tr -d '\r' | sed '1,/^$/d'; }
member() { body | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }
redirect() {
  printf '%s\n' "$answer" | tr -d '\r' | sed -n '/^$/q; s/^[Ll]ocation:.*[?&]'"$1"'=\([^&#]*\).*/\1/p' | sed 's/%3A/:/g; s|%2F|/|g'
}
nonce() { printf '%s\n' "$answer" | tr -d '\r' | sed -n '/^$/q; s/^[Dd][Pp]o[Pp]-[Nn]once: *//p'; }
field() { body | sed -n 's/.*name="'"$1"'" value="\([^"]*\)".*/\1/p' | sed -n 1p; }
# cookies OLD: the cookies of a host after the response
cookies() {
  printf '%s\n%s\n' "$1" "$answer" | tr -d '\r' | awk '
    function name(pair) { sub(/=.*/, "", pair); return pair }
    NR == 1 { n = split($0, old, /; */); for (i = 1; i <= n; i++) if (old[i] != "") jar[name(old[i])] = old[i]; next }
    /^$/ { exit }
    tolower($1) == "set-cookie:" {
      sub(/^[^:]*: */, ""); pair = $0; sub(/;.*/, "", pair)
      if (tolower($0) ~ /max-age=0(;|$)/ || pair ~ /=$/) delete jar[name(pair)]; else jar[name(pair)] = pair
    }
    END { for (n in jar) { printf "%s%s", between, jar[n]; between = "; " } }'
}
# new values of the client: 256 random bits, and the SHA-256 hash of a value, both in base64url
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
random() { openssl rand 32 | base64url; }
s256() { openssl dgst -sha256 -binary | base64url; }
# ask NAME MEANING: reads a value from the terminal, unless the environment has it
ask() {
  eval "value=\${$1:-}"
  if [ -z "$value" ]; then
    { printf '%s, %s: ' "$1" "$2" >/dev/tty; } 2>/dev/null || { echo "set $1, $2: there is no terminal to ask" >&2; exit 2; }
    [ "$1" = LOGIN_NAME ] || stty -echo </dev/tty
    read -r value </dev/tty
    stty echo </dev/tty
    printf '\n' >/dev/tty
  fi
  eval "$1=\$value"
}
`

// proofFunctions make DPoP proofs with a new Ed25519 key (RFC 9449 §4.2, RFC 8037). They need OpenSSL 3.
const proofFunctions = `folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
openssl genpkey -algorithm ed25519 -out "$folder/key"
# proof METHOD URL NONCE TOKEN: a DPoP proof for one request
proof() {
  x=$(openssl pkey -in "$folder/key" -pubout -outform DER | tail -c 32 | base64url)
  header='{"typ":"dpop+jwt","alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"'$x'"}}'
  claims='{"jti":"'$(random)'","htm":"'$1'","htu":"'$2'","iat":'$(date +%s)
  [ -z "$3" ] || claims=$claims',"nonce":"'$3'"'
  [ -z "$4" ] || claims=$claims',"ath":"'$(printf %s "$4" | s256)'"'
  printf '%s.%s' "$(printf %s "$header" | base64url)" "$(printf %s "$claims}" | base64url)" >"$folder/input"
  printf '%s.%s' "$(cat "$folder/input")" "$(openssl pkeyutl -sign -rawin -inkey "$folder/key" -in "$folder/input" | base64url)"
}
`
