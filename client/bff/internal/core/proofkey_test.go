package core_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"quartet.example/client/bff/internal/core"
)

// No way of printing or logging shows the private key of a session, nor does a
// struct or a list that holds it.
func TestAProofKeyIsNeverPrinted(t *testing.T) {
	key := core.ProofKey("the private key")
	var said bytes.Buffer
	for _, v := range []any{key, &key, []core.ProofKey{key}, struct{ Key core.ProofKey }{key}, map[string]core.ProofKey{"key": key}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U"} {
			fmt.Fprintf(&said, verb+"\n", v)
		}
		slog.New(slog.NewTextHandler(&said, nil)).Info("x", "key", v)
	}
	slog.New(slog.NewJSONHandler(&said, nil)).Info("x", "key", key)
	plain := string(key)
	for _, shown := range []string{
		plain, hex.EncodeToString([]byte(plain)), strings.ToUpper(hex.EncodeToString([]byte(plain))),
		strings.Trim(fmt.Sprintf("%d", []byte(plain)), "[]"), fmt.Sprintf("%#v", []byte(plain))[7:30],
	} {
		if strings.Contains(said.String(), shown) {
			t.Errorf("it is shown as %q", shown)
		}
	}
	if got := strings.Count(said.String(), "[redacted]"); got < 60 {
		t.Errorf("[redacted] is there %d times: something printed nothing", got)
	}
}
