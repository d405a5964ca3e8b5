package main

import (
	"strings"
	"testing"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/porttest"
)

// withoutBrowser leaves no program that could open an address.
func withoutBrowser(t *testing.T) {
	t.Helper()
	t.Setenv("PATH", t.TempDir())
}

// The addresses of both windows are printed, so that a machine without a browser shows the talk too.
func TestPresentPrintsBothAddresses(t *testing.T) {
	s := rig.Start(t)
	withoutBrowser(t)
	var out strings.Builder
	err := presentCommand{Script: "five-minutes", URL: s.Inspector}.run(t.Context(), &out)
	want := "For the audience: " + s.Inspector + "/present/five-minutes\nFor the speaker:  " + s.Inspector + "/present/five-minutes?notes\n"
	if err != nil || out.String() != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, &out, want)
	}
}

// A talk that cannot be shown is an error that says what to do, and nothing is printed.
func TestPresentSaysWhatIsMissing(t *testing.T) {
	s := rig.Start(t)
	withoutBrowser(t)
	nobody := "http://" + porttest.Address(t)
	for name, tt := range map[string]struct {
		command presentCommand
		want    string
	}{
		"no stack runs":    {presentCommand{Script: "five-minutes", URL: nobody}, "Start the stack with `quartet up`"},
		"no such talk":     {presentCommand{Script: "six-minutes", URL: s.Inspector}, `the talk "six-minutes" cannot be shown`},
		"no fresh browser": {presentCommand{Script: "five-minutes", URL: s.Inspector, Browser: true}, "open the first address in a private window"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			err := tt.command.run(t.Context(), &out)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if printed := out.Len() > 0; printed != tt.command.Browser {
				t.Errorf("it prints %q", &out)
			}
		})
	}
}
