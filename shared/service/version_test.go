package service

import (
	"runtime/debug"
	"testing"
)

func TestVersionOf(t *testing.T) {
	revision := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "0123abc"}}
	for rule, tt := range map[string]struct {
		module   string
		settings []debug.BuildSetting
		want     string
	}{
		"go install names the version of the module":   {"v1.2.3", revision, "v1.2.3"},
		"a build in a checkout has the revision":       {"(devel)", revision, "0123abc"},
		"a build without VCS information is not known": {"(devel)", nil, "unknown"},
	} {
		t.Run(rule, func(t *testing.T) {
			info := &debug.BuildInfo{Main: debug.Module{Version: tt.module}, Settings: tt.settings}
			if got := versionOf(info); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("what the build was given wins", func(t *testing.T) {
		version = "v9"
		defer func() { version = "" }()
		if got := Version(); got != "v9" {
			t.Errorf("got %q, want v9", got)
		}
	})
}
