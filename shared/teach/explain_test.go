package teach_test

import (
	"testing"

	"quartet.example/shared/oauth"
	"quartet.example/shared/teach"
)

func TestExplainSaysWhatToChange(t *testing.T) {
	exact := &oauth.Check{ID: "as.redirect_uri.exact", Refusal: "not registered"}
	const hint = "; register exactly this redirect_uri, or send the registered one"
	for name, tt := range map[string]struct {
		mismatch oauth.Mismatch
		want     string
	}{
		"two values":   {oauth.Mismatch{Name: "redirect_uri", Sent: "http://a.test/x", Expected: []string{"http://a.test/y"}, As: "registered"}, "not registered; registered: http://a.test/y, sent: http://a.test/x, first difference at character 15" + hint},
		"the nearest":  {oauth.Mismatch{Name: "redirect_uri", Sent: "abc", Expected: []string{"xyz", "abcd"}, As: "registered"}, "not registered; registered: abcd, sent: abc, first difference at character 4" + hint},
		"nothing sent": {oauth.Mismatch{Name: "redirect_uri", Expected: []string{"abc"}, As: "expected"}, "not registered; expected: abc, sent: nothing, first difference at character 1" + hint},
		"no value":     {oauth.Mismatch{Name: "redirect_uri", Sent: "abc", As: "registered"}, "not registered; registered: none, sent: abc" + hint},
		"a note":       {oauth.Mismatch{Note: "too short"}, "not registered; too short" + hint},
	} {
		if got := teach.Explain(exact.Fail(t.Context(), nil).Comparing(tt.mismatch)); got != tt.want {
			t.Errorf("%s: got %q, want %q", name, got, tt.want)
		}
	}
	if got := teach.Explain(exact.Fail(t.Context(), nil)); got != "not registered"+hint {
		t.Errorf("nothing to compare: got %q", got)
	}
	if got := teach.Explain(oauth.ServerError.With("broken")); got != "broken" {
		t.Errorf("no check: got %q", got)
	}
}
