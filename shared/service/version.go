package service

import "runtime/debug"

// version is set when a release is built:
// go build -ldflags "-X quartet.example/shared/service.version=v1.2.3".
var version string

// Version returns the version of this program: what the build was given, or else the
// version of its module, or else its VCS revision. "unknown" means that Go recorded none.
func Version() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return "unknown"
}
