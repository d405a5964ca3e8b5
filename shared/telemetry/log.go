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

// Logger returns a logger that writes to w. The format is json, text (coloured if w is a terminal)
// or auto (text for a terminal, else json). The level is debug, info, warn or error. Unknown
// values mean json and info, because config has already refused them.
func Logger(format, level string, w io.Writer) *slog.Logger {
	terminal := isTerminal(w)
	if format == "text" || (format == "auto" && terminal) {
		return slog.New(tint.NewTextHandler(w, &tint.Options{
			Level: parseLevel(level), TimeFormat: time.TimeOnly, NoColor: !terminal, ReplaceAttr: Redact,
		}))
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: parseLevel(level), ReplaceAttr: Redact}))
}

// Redact is a slog ReplaceAttr function. It hides a value that contains a config.Secret where the
// methods of Secret are not called: in an unexported field, which fmt prints directly, and as the
// key of a map, which encoding/json writes directly. Everywhere else a Secret prints itself as
// "[redacted]".
func Redact(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		if v := a.Value.Any(); v != nil && exposes(reflect.TypeOf(v), false, 0) {
			return slog.String(a.Key, config.Secret("").String())
		}
	}
	return a
}

var secretType = reflect.TypeFor[config.Secret]()

const maxDepth = 8 // of nested types; values in the log are not deeper

// exposes reports whether t contains a Secret whose own methods are not called. mute means that a
// field on the way to t is unexported, or that t is the key of a map.
func exposes(t reflect.Type, mute bool, depth int) bool {
	if t == secretType {
		return mute
	}
	if depth > maxDepth {
		return false
	}
	switch t.Kind() { //nolint:exhaustive // only these kinds contain other types
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
