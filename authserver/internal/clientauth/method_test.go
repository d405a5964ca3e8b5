package clientauth_test

import (
	"encoding/base64"
	"strings"
	"testing"
)

// In production a stranger must not learn how a client is registered.
func TestProductionIsSilentAboutTheRegisteredMethod(t *testing.T) {
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("web-post:x"))
	_, refused := outcome(t, []string{basic}, "")
	if refused == nil || strings.Contains(refused.Description, "registered") {
		t.Errorf("got %v, want a refusal that names no method", refused)
	}
	if refused != nil && refused.CheckID() != "as.client.method" {
		t.Errorf("refused by %q, want as.client.method", refused.CheckID())
	}
}
