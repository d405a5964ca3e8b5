package trace_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

// With the key and the fingerprints in Redis, whoever reads Redis could confirm a guessed value.
func TestKeyOfFingerprintsIsNotInRedis(t *testing.T) {
	client, secret := redistest.New(t), oauth.NewSecret()
	key := trace.KeyFrom(secret)
	rec := trace.New(trace.Options{Service: "authserver", Sink: trace.RedisSink(client), Now: now, FingerprintKey: key, Dev: true})
	serve(rec)
	if err := rec.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	names, err := client.Keys(t.Context(), "*").Result()
	if err != nil || len(names) == 0 {
		t.Fatalf("keys: %v, %v", names, err)
	}
	var all strings.Builder
	for _, name := range names {
		entries, err := client.XRange(t.Context(), name, "-", "+").Result() // not DUMP, which compresses
		if err != nil {
			t.Fatalf("%s is not a stream, so it was not searched: %v", name, err)
		}
		all.WriteString(name + "\n")
		for _, e := range entries {
			for field, value := range e.Values {
				all.WriteString(field + " " + value.(string) + "\n")
			}
		}
	}
	if !strings.Contains(all.String(), `"fp":`) {
		t.Fatal("no fingerprint is recorded, so nothing was tested")
	}
	for how, spelt := range map[string]string{
		"the secret": secret, "the key": string(key), "in hex": hex.EncodeToString(key),
		"in base64": base64.RawStdEncoding.EncodeToString(key), "in base64url": base64.RawURLEncoding.EncodeToString(key),
	} {
		if strings.Contains(all.String(), spelt) {
			t.Errorf("%s is in Redis", how)
		}
	}
}

func serve(rec *trace.Recorder) {
	timed(served(rec))
}
