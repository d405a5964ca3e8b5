package walk_test

import (
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/stack"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flowview"
)

// Every flow ends without a refusal against the stack of this project, and each of its messages to a
// service has the checks of that service.
func TestEveryFlowSucceeds(t *testing.T) {
	target := embedded(t)
	for _, f := range walk.Flows() {
		t.Run(f.Name, func(t *testing.T) {
			r, err := walk.Run(t.Context(), f.Name, target, walk.Options{})
			t.Log("\n" + flowview.Terminal{}.Flow(r.Flow))
			if err != nil {
				t.Fatal(err)
			}
			passed, _ := r.Flow.Checks()
			if passed == 0 || r.Last == nil {
				t.Errorf("got %d checks and the result %v", passed, r.Last)
			}
		})
	}
}

// embedded starts a stack for the test, in which a device may poll every second.
func embedded(t *testing.T) *walk.Target {
	t.Helper()
	target, end, err := walk.Embedded(t.Context(), func(s *stack.Settings) { s.Authserver.DeviceInterval = time.Second })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return target
}

// The curl script of a flow, run by a shell, gets the same statuses as the walk and a result with the same
// members.
func TestCurlScriptsDoTheSame(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
	target := embedded(t)
	for _, f := range walk.Flows() {
		t.Run(f.Name, func(t *testing.T) {
			r, err := walk.Run(t.Context(), f.Name, target, walk.Options{})
			if err != nil {
				t.Fatal(err)
			}
			script := r.Script()
			cmd := exec.CommandContext(t.Context(), "bash")
			cmd.Stdin, cmd.Env = strings.NewReader(script), append(cmd.Environ(), target.Environment()...)
			var out, said strings.Builder
			cmd.Stdout, cmd.Stderr = &out, &said
			if err := cmd.Run(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, said.String(), script)
			}
			if got, want := membersOf(t, out.String()), membersOf(t, string(r.Raw.AnswerBody)); !slices.Equal(got, want) {
				t.Errorf("the result of the script has %q, that of the walk %q\n%s", got, want, said.String())
			}
			for _, secret := range target.Environment() {
				_, value, _ := strings.Cut(secret, "=")
				if len(value) > 5 && strings.Contains(script, value) {
					t.Errorf("the script contains %s", secret)
				}
			}
		})
	}
}

// membersOf returns the names of a JSON object.
func membersOf(t *testing.T, body string) []string {
	t.Helper()
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return slices.Sorted(maps.Keys(object))
}
