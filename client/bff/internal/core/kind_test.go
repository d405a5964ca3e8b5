package core_test

import (
	"strings"
	"testing"

	"quartet.example/client/bff/internal/core"
)

// A random secret may begin with any letters of base64url; found by fuzzing, as
// the prefix was one of them once.
func TestKindsDoNotMeet(t *testing.T) {
	for _, id := range []string{"app_" + strings.Repeat("x", 39), "app-", "app", "App.", "", core.ForBrowser.NewID()} {
		if core.KindOf(id) != core.ForBrowser || core.KindOfHandle(core.HandleOf(id)) != core.ForBrowser {
			t.Errorf("%q: got the id of an app", id)
		}
	}
	id := core.ForApp.NewID()
	if core.KindOf(id) != core.ForApp || core.KindOfHandle(core.HandleOf(id)) != core.ForApp || strings.TrimRight(id[4:], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("%q: got the id of a browser", id)
	}
	if core.HandleOf(id) == core.HandleOf(id[4:]) || strings.Contains(core.HandleOf(id), id[4:]) {
		t.Error("the handle is that of a browser, or shows the id")
	}
}
