package e2e_test

import (
	"net/http"
	"net/url"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
	"quartet.example/shared/localnet"
	"quartet.example/shared/trace"
	"quartet.example/shared/waittest"
)

// The curl command of a message, with its variables set, must get the status of the message.
func TestCurlCommandsGetTheSameStatus(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	s := rig.Start(t)
	const secret = "service-dev-secret-not-for-production"
	send(t, http.MethodGet, s.Issuer+"/.well-known/oauth-authorization-server", nil, "")
	send(t, http.MethodPost, s.Issuer+"/token", url.Values{"grant_type": {"client_credentials"}, "scope": {"notes:read"}}, secret)
	send(t, http.MethodPost, s.Issuer+"/token", url.Values{"grant_type": {"client_credentials"}, "scope": {`no'such"scope$(exit)`}}, secret)
	sent := map[string]int{}
	for _, h := range recorded(t, s, 3) {
		command := flowview.Curl(h, flow.Flow{})
		cmd := exec.CommandContext(t.Context(), "sh", "-c", command.Text)
		cmd.Env = append(cmd.Environ(), "CLIENT_SECRET="+secret)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%v\n%s\n%s", err, command.Text, out)
		}
		if status := strings.Fields(string(out) + " nothing nothing")[1]; status != strconv.Itoa(h.Status) {
			t.Errorf("got status %s, want %d of the message:\n%s\n%s", status, h.Status, command.Text, out)
		}
		sent[h.Method+" "+strconv.Itoa(h.Status)]++
	}
	if sent["GET 200"] != 1 || sent["POST 200"] != 1 || sent["POST 400"] != 1 {
		t.Errorf("sent again: %v", sent)
	}
}

// send sends a request of this test, which is another program for the recorder. The client service
// authenticates with secret, unless that is "".
func send(t *testing.T, method, address string, form url.Values, secret string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		r.SetBasicAuth("service", secret)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := localnet.HTTPClient(waittest.Patience).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
}

// recorded waits until there are n messages of other programs, and returns them.
func recorded(t *testing.T, s *rig.Stack, n int) (hops []*flow.Hop) {
	t.Helper()
	waittest.Until(t, "the messages are recorded", func() bool {
		events, err := trace.Recent(t.Context(), s.Redis, 1000)
		if err != nil {
			t.Fatal(err)
		}
		book := flow.NewBook(1000)
		for _, e := range events {
			book.Add(e)
		}
		hops = nil
		for _, h := range book.Hops() {
			if h.From == trace.Service && h.Done() {
				hops = append(hops, h)
			}
		}
		return len(hops) == n
	})
	return hops
}
