package telemetry

import (
	"encoding"
	"fmt"
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
		return slog.New(tint.NewHandler(w, &tint.Options{
			Level: parseLevel(level), TimeFormat: time.TimeOnly, NoColor: !terminal, ReplaceAttr: Redact,
		}))
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: parseLevel(level), ReplaceAttr: Redact}))
}

// Redact is a ReplaceAttr that hides config.Secret wherever slog would print a
// value by itself: in structs, pointers, slices and maps. A map whose keys are
// secrets is hidden whole.
func Redact(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		if v := a.Value.Any(); v != nil && holdsSecret(reflect.TypeOf(v), 0) {
			return slog.String(a.Key, redacted(v))
		}
	}
	return a
}

// redacted prints v the way fmt does, which asks each exported secret for its
// "[redacted]"; what fmt could not ask is hidden whole.
func redacted(v any) string {
	if hidesSecret(reflect.TypeOf(v), 0) {
		return config.Secret("").String()
	}
	return fmt.Sprintf("%+v", v)
}

var (
	secretType = reflect.TypeFor[config.Secret]()
	textType   = reflect.TypeFor[encoding.TextMarshaler]()
)

const maxDepth = 8 // of types within types; what is deeper is nothing one logs

func holdsSecret(t reflect.Type, depth int) bool {
	if t == secretType {
		return true
	}
	if depth > maxDepth || t.Implements(textType) {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return holdsSecret(t.Elem(), depth+1)
	case reflect.Map:
		return holdsSecret(t.Elem(), depth+1) || holdsSecret(t.Key(), depth+1)
	case reflect.Struct:
		for field := range t.Fields() {
			if holdsSecret(field.Type, depth+1) {
				return true
			}
		}
	}
	return false
}

// hidesSecret tells whether a secret sits where fmt cannot call its methods: in
// an unexported field.
func hidesSecret(t reflect.Type, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return hidesSecret(t.Elem(), depth+1)
	case reflect.Struct:
		for field := range t.Fields() {
			if !field.IsExported() && holdsSecret(field.Type, depth+1) || hidesSecret(field.Type, depth+1) {
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
