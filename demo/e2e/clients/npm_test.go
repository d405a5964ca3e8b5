package clients_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"quartet.example/authserver/authservertest"
)

func TestNPMOpenIDClient(t *testing.T) { node(t, "openid-client.mjs") }

func TestNPMOAuth4WebAPI(t *testing.T) { node(t, "oauth4webapi.mjs") }

// node runs a script in npm/. It needs Node and `npm ci` in that folder; `make clients` does both.
// With NPM=required a missing Node fails the test.
func node(t *testing.T, script string) {
	t.Helper()
	program := needNode(t)
	srv, settings := startWithKey(t)
	cmd := exec.CommandContext(t.Context(), program, script)
	cmd.Dir, cmd.Stderr = "npm", t.Output()
	cmd.Env = append(os.Environ(), "SETTINGS="+settings, "NODE_NO_WARNINGS=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if flows := serve(t, srv, in, out); flows == 0 {
		t.Error("the script reported no flow")
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// needNode returns the program, and skips the test if there is none.
func needNode(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("node")
	if _, missing := os.Stat("npm/node_modules"); err != nil || missing != nil {
		if os.Getenv("NPM") == "required" {
			t.Fatalf("node: %v, node_modules: %v", err, missing)
		}
		t.Skip("there is no Node or no npm/node_modules: make clients")
	}
	return program
}

// line is a line of output of a script: open a page, enter the code of a device, or a flow has
// succeeded or failed.
type line struct {
	Open, Connect, Flow, Failed string
}

// serve plays the user, with a new browser for each flow.
func serve(t *testing.T, srv *authservertest.Server, in io.Writer, out io.Reader) (flows int) {
	t.Helper()
	browser := srv.Browser(t)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var said line
		if err := json.Unmarshal(lines.Bytes(), &said); err != nil {
			t.Fatalf("the script says %q", lines.Text())
		}
		answer := "done"
		switch {
		case said.Flow != "":
			flows++
			t.Run(said.Flow, func(t *testing.T) {
				if said.Failed != "" {
					t.Error(said.Failed)
				}
			})
			browser = srv.Browser(t)
			continue
		case said.Connect != "":
			connect(t, browser, said.Connect)
		default:
			allow(t, browser, said.Open)
			answer = browser.ReturnedTo().String()
		}
		if _, err := io.WriteString(in, answer+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	return flows
}

// startWithKey starts a server with a client that authenticates with a key, and returns the
// settings for the scripts.
func startWithKey(t *testing.T) (srv *authservertest.Server, settings string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, key := jwk(t, private)
	srv = start(t, authservertest.WithClient(authservertest.Client{
		ID: "web-key", AuthMethod: "private_key_jwt", Scope: scope, RedirectURIs: []string{callback},
		GrantTypes: []string{"authorization_code", "refresh_token"}, JWKS: map[string]any{"keys": []any{public}},
	}))
	raw, err := json.Marshal(map[string]any{
		"issuer": srv.URL, "callback": callback, "signedOut": signedOut, "scope": scope, "secret": secret, "key": key,
		"resource": "http://api.localhost:9001", "serviceSecret": "service-dev-secret-not-for-production",
		"apiSecret": "notes-api-dev-secret-not-for-production",
	})
	if err != nil {
		t.Fatal(err)
	}
	return srv, string(raw)
}

// jwk returns a P-256 key as a JWK (RFC 7518 §6.2): the public key, and the private key.
func jwk(t *testing.T, key *ecdsa.PrivateKey) (public, private map[string]any) {
	t.Helper()
	point, err := key.PublicKey.Bytes() // the byte 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	d, err := key.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	private = map[string]any{"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:]), "d": b64(d)}
	public = map[string]any{
		"kty": "EC", "crv": "P-256", "x": private["x"], "y": private["y"], "use": "sig", "alg": "ES256", "kid": strings.ToLower(b64(point[1:9])),
	}
	return public, private
}
