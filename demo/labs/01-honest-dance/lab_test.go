package honestdance_test

import (
	"slices"
	"testing"

	honestdance "quartet.example/demo/labs/01-honest-dance"
	"quartet.example/demo/labs/lab"
	"quartet.example/shared/trace"
)

// TestAnswers compares the answers in the README with the recording.
func TestAnswers(t *testing.T) {
	r, err := lab.Walk(t.Context(), &honestdance.Lab, lab.Options{})
	if err != nil || r.Verdict() != nil {
		t.Fatal(err, r.Verdict())
	}
	received := received(r.Events)
	for question, tt := range map[string]struct{ got, want []string }{
		"which messages did the browser not see": {
			endpoints(received, func(e trace.Event) bool { return e.Channel == trace.Back }),
			[]string{"POST /token", "GET /userinfo", "GET /notes"},
		},
		"which message has the password":      {sent(received, "password"), []string{"POST /login"}},
		"where is the challenge":              {sent(received, "code_challenge"), []string{"GET /authorize"}},
		"where is the verifier":               {sent(received, "code_verifier"), []string{"POST /token"}},
		"where is the code":                   {sent(received, "code"), []string{"POST /token", "GET /callback"}},
		"which response has the code":         {answered(received, "code"), []string{"POST /consent"}},
		"which response has the access token": {answered(received, "access_token"), []string{"POST /token"}},
		"what leads to the sign-in":           {answered(received, "code_challenge"), []string{"GET /login"}},
		"where is state":                      {sent(received, "state"), []string{"GET /authorize", "GET /callback"}},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", question, tt.got, tt.want)
		}
	}
	if hash, challenge := find(t, received, "code_verifier").S256, find(t, received, "code_challenge").Print; hash != challenge {
		t.Errorf("the challenge %q is not the hash of the verifier, %q", challenge, hash)
	}
}

// TestRoles requires that the four roles of RFC 6749 §1.1 are those in the README: the programs are three, and
// the browser acts for the fourth.
func TestRoles(t *testing.T) {
	r, err := lab.Walk(t.Context(), &honestdance.Lab, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var roles []string
	for _, e := range received(r.Events) {
		for _, role := range []string{e.From, e.To} {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
		if front := e.From == "browser"; front != (e.Channel == trace.Front) {
			t.Errorf("%s %s from %s: channel %s", e.Method, e.URL, e.From, e.Channel)
		}
	}
	slices.Sort(roles)
	if want := []string{"authserver", "browser", "client", "resourceserver"}; !slices.Equal(roles, want) {
		t.Errorf("got %v, want %v", roles, want)
	}
}
