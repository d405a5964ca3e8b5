package telemetry

import (
	"io"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/lmittmann/tint"
	"golang.org/x/term"

	"quartet.example/shared/config"
)

// Logger writes to w in the format json, text (for people, in colour if w is a
// terminal) or auto (text for a terminal, else json), from the level debug,
// info, warn or error on. An unknown format is json, an unknown level info:
// config checks them, and a log that says too much beats none.
func Logger(format, level string, w io.Writer) *slog.Logger {
	terminal := isTerminal(w)
	if format == "text" || (format == "auto" && terminal) {
		return slog.New(tint.NewTextHandler(w, &tint.Options{
			Level: parseLevel(level), TimeFormat: time.TimeOnly, NoColor: !terminal, ReplaceAttr: Redact,
		}))
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: parseLevel(level), ReplaceAttr: Redact}))
}

// Redact is a ReplaceAttr that hides what holds a config.Secret where it cannot
// hide itself: in an unexported field, which fmt prints without asking, and as
// the key of a map, which encoding/json writes without asking. Everywhere else
// a secret prints as "[redacted]" by its own methods.
func Redact(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		if v := a.Value.Any(); v != nil && exposes(reflect.TypeOf(v), false, 0) {
			return slog.String(a.Key, config.Secret("").String())
		}
	}
	return a
}

var secretType = reflect.TypeFor[config.Secret]()

const maxDepth = 8 // of types within types; what is deeper is nothing one logs

// exposes tells whether t holds a secret that is mute, because a field above it
// is not exported, or one that is the key of a map.
func exposes(t reflect.Type, mute bool, depth int) bool {
	if t == secretType {
		return mute
	}
	if depth > maxDepth {
		return false
	}
	switch t.Kind() { //nolint:exhaustive // only these hold others
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return exposes(t.Elem(), mute, depth+1)
	case reflect.Map:
		return exposes(t.Key(), true, depth+1) || exposes(t.Elem(), mute, depth+1)
	case reflect.Struct:
		for field := range t.Fields() {
			if exposes(field.Type, mute || !field.IsExported(), depth+1) {
				return true
			}
		}
	}
	return false
}

func parseLevel(level string) slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(strings.ToUpper(level))); err != nil {
		return slog.LevelInfo
	}
	return l
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
