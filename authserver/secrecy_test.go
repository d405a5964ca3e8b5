package authserver_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
	"quartet.example/shared/redistest"
	"quartet.example/shared/telemetry"
)

// lines records the log.
type lines struct {
	mu  sync.Mutex
	all strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestNoSecretInRedisOrLog runs a flow with several failures, and then checks that no secret is in Redis
// (O-06) or in the log (O-09).
func TestNoSecretInRedisOrLog(t *testing.T) {
	redis, client := redistest.Server(t)
	log := &lines{}
	srv := authservertest.Start(t, authservertest.WithRedis(client), authservertest.WithLog(telemetry.Logger("json", "debug", log)))
	app := notes(t, srv)
	browser := srv.Browser(t)
	browser.Open(app.authorizeURL("openid profile offline_access notes:read", nil))
	browser.Login("alice", "not-wonderland").Login("alice", "wonderland").Approve()
	code := browser.Returned().Get("code")
	tokens := app.redeem(code)
	_, refreshed, _ := app.refresh(tokens.RefreshToken)
	do(t, srv, app.post("/revoke", url.Values{"token": {refreshed.AccessToken}}))
	replay := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app.redirectURI}, "code_verifier": {app.verifier}}
	do(t, srv, app.post("/token", replay))

	secrets := map[string]string{
		"code": code, "verifier": app.verifier, "client secret": app.secret, "password": "wonderland", "wrong password": "not-wonderland",
		"access token": tokens.AccessToken, "ID token": tokens.IDToken, "refresh token": tokens.RefreshToken,
		"second access token": refreshed.AccessToken, "second refresh token": refreshed.RefreshToken,
		"signature": tokens.AccessToken[strings.LastIndex(tokens.AccessToken, ".")+1:],
	}
	for _, r := range srv.Requests() {
		for _, cookie := range strings.Split(r.Header.Get("Cookie"), "; ") {
			if name, value, ok := strings.Cut(cookie, "="); ok {
				secrets["cookie "+name] = value
			}
		}
		if handle := r.Params.Get("transaction"); handle != "" {
			secrets["transaction"] = handle
		}
	}
	if len(secrets) < 14 {
		t.Errorf("the test looks for %d secrets only", len(secrets))
	}
	for place, text := range map[string]string{"O-06 Redis": redis.Dump(), "O-09 the log": log.String()} {
		if len(text) < 1000 {
			t.Errorf("%s is almost empty: %s", place, text)
		}
		for name, secret := range secrets {
			for form, shown := range map[string]string{
				"in clear": secret, "in hex": hex.EncodeToString([]byte(secret)), "in base64": base64.StdEncoding.EncodeToString([]byte(secret)),
			} {
				if strings.Contains(text, shown) {
					t.Errorf("%s holds the %s %s", place, name, form)
				}
			}
		}
	}
}

// The command logs its settings at start, and the setting seed may hold the content of a seed file.
func TestContentOfTheSeedIsNotLogged(t *testing.T) { // O-09
	cfg, err := authserver.DevConfig()
	if err != nil {
		t.Fatal(err)
	}
	for seed, want := range map[string]string{"users: [{password: hunter2}]": "[inline]", "mine.yaml": "mine.yaml"} {
		var out bytes.Buffer
		cfg.Seed = seed
		for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
			slog.New(handler).Info("starting", "config", cfg)
		}
		if strings.Contains(out.String(), "hunter2") || strings.Count(out.String(), want) != 2 {
			t.Errorf("got %s", &out)
		}
	}
}

func TestReplicasShareEverything(t *testing.T) { // G-05
	rdb := redistest.New(t)
	first := authservertest.Start(t, authservertest.WithRedis(rdb), authservertest.WithConfig(func(cfg *authserver.Config) {
		cfg.SealKey = "the same for both"
	}))
	second := authservertest.Start(t, authservertest.WithRedis(rdb), authservertest.WithConfig(func(cfg *authserver.Config) {
		cfg.SealKey, cfg.Issuer = "the same for both", first.URL
	}))
	app := notes(t, first)
	code := first.Browser(t).Open(app.authorizeURL("openid notes:read", nil)).Login("alice", "wonderland").Approve().Returned().Get("code")

	app.base = second.Address() // the same issuer at the address of the second server
	tokens := app.redeem(code)
	if got := active(t, first, tokens.AccessToken); !got.Active {
		t.Errorf("a token of one replica at the other: got %+v", got)
	}
	if status, _, code := app.refresh(tokens.RefreshToken); status != 200 {
		t.Errorf("refresh: got %d %s", status, code)
	}
}

func TestWholeFlowBelowAPath(t *testing.T) { // RFC 8414 §3.1
	srv := authservertest.Start(t, authservertest.WithConfig(func(cfg *authserver.Config) { cfg.Issuer += "/tenant" }), authservertest.WithLog(slog.New(slog.DiscardHandler)))
	app := notes(t, srv)
	browser := srv.Browser(t).Open(app.authorizeURL("openid", nil)).Login("alice", "wonderland").Approve()
	tokens := app.redeem(browser.Returned().Get("code"))
	if iss := part(t, tokens.IDToken, 1)["iss"]; iss != srv.URL || !strings.HasSuffix(srv.URL, "/tenant") {
		t.Errorf("iss: got %v, want %s", iss, srv.URL)
	}
	browser.Open(srv.URL + "/logout?id_token_hint=" + tokens.IDToken)
	if browser.Status() != 200 {
		t.Errorf("sign-out: got %d: %s", browser.Status(), browser.Text())
	}
}
