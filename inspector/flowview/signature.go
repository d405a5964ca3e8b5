package flowview

import (
	"slices"
	"strings"

	"quartet.example/inspector/flow"
	"quartet.example/shared/trace"
)

// Signature is what the service that had the token said about its signature. The inspector has no
// signature, and verifies nothing.
type Signature struct {
	Kind string // ok, refused or plain: the kind of badge
	Text string // for example "valid", "not checked by this service"
	Alg  string
	Key  string // kid
}

// signatureOf returns the outcome for the token in p, as the checks of the message say.
func signatureOf(p trace.Param, h *flow.Hop) Signature {
	s := Signature{Alg: claimOf(p.JWT.Header, "alg"), Key: claimOf(p.JWT.Header, "kid")}
	s.Kind, s.Text = "plain", "not checked by this service"
	for _, rule := range rules {
		if !rule.isAbout(p) {
			continue
		}
		for _, c := range h.Checks {
			if text := rule.text[c.ID]; text != "" && !c.OK {
				s.Kind, s.Text = "refused", text
				return s
			}
			if c.ID == rule.decides && c.OK {
				s.Kind, s.Text = "ok", "valid"
			}
		}
	}
	return s
}

// rule says which checks judge the signature of a token.
type rule struct {
	names   []string          // of the parameter
	text    map[string]string // what the failure of a check means
	decides string            // the check that passes for a valid signature only
}

func (r rule) isAbout(p trace.Param) bool { return slices.Contains(r.names, p.Name) }

var rules = []rule{
	{[]string{"Authorization"}, map[string]string{"rs.jwt.alg_allow": "algorithm refused", "rs.jwt.kid_known": "key unknown", "rs.jwt.sig": "invalid"}, "rs.jwt.sig"},
	{[]string{"Dpop"}, map[string]string{"rs.dpop.signature": "invalid"}, "rs.dpop.signature"},
	{[]string{"Dpop"}, map[string]string{"as.dpop.signature": "invalid"}, "as.dpop.signature"},
	{[]string{"logout_token"}, map[string]string{"client.logout.alg": "algorithm refused", "client.logout.sig": "invalid"}, "client.logout.sig"},
	{[]string{"client_assertion"}, map[string]string{"as.assertion.signature": "invalid"}, "as.assertion.signature"},
}

// Sentence returns the status with algorithm and key, for example "valid (ES256, key k1)".
func (s Signature) Sentence() string {
	var parts []string
	if s.Alg != "" {
		parts = append(parts, s.Alg)
	}
	if s.Key != "" {
		parts = append(parts, "key "+s.Key)
	}
	if len(parts) == 0 {
		return s.Text
	}
	return s.Text + " (" + strings.Join(parts, ", ") + ")"
}
