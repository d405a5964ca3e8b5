package configtest

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"quartet.example/shared/config"
	"quartet.example/shared/config/flags"
	"quartet.example/shared/redisconn/embedded"
	"quartet.example/shared/service"
)

// hidden is part of every malformed value. It must not appear in an error or a log.
const hidden = "hunter2Hunter2"

// malformed are values that a setting for a secret may contain by mistake: of another kind,
// truncated, wrongly quoted, or without percent-encoding.
var malformed = []string{
	hidden, "@" + hidden, "@/" + hidden, "@@" + hidden, hidden + "\x00", " " + hidden + " ", hidden + "\n" + hidden, strings.Repeat(hidden, 200),
	"redis://u:" + hidden, "redis://u:" + hidden + "@", "redis://u:" + hidden + "@host:port", "redis://u:" + hidden + "@host:70000", "redis://u:" + hidden + "@[::1",
	"redis://u:" + hidden + "/x@host", "redis://u:1/" + hidden + "@host", "redis://u:1?" + hidden + "@host", "redis://" + hidden + "%zz@host", "redis://host/" + hidden,
	"redis://host?" + hidden, "redis://host?password=" + hidden, "redis://host?" + hidden + "=%zz", "redis+ring://u:" + hidden + "@host", "redis:u:" + hidden + "@host",
	"rediss://u:" + hidden + "@a,b", "redis+cluster://u:" + hidden + "@a/1", "redis+cluster://a," + hidden + ":x", "redis+sentinel://u:" + hidden + "@a",
	"redis+sentinel://a/" + hidden + "@b", "redis+sentinel://a/m/" + hidden, "redis+sentinel://a/m?sentinel_password=" + hidden + "%zz",
	"http://u:" + hidden + "@host", hidden + "://host", "%zz" + hidden,
	"-----BEGIN PRIVATE KEY-----\n" + hidden + "\n-----END PRIVATE KEY-----\n", "-----BEGIN " + hidden + "-----", "{\"kty\":\"EC\",\"d\":\"" + hidden + "\"}",
	"{\"kty\":\"" + hidden + "\"}", "{\"" + hidden + "\":", "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"" + hidden + "\"}]}", "{\"kty\":\"oct\",\"k\":\"" + hidden + "\"}",
	"providers:\n- {name: a, client_secret: *" + hidden + "}", "providers:\n- {name: a, client_secret:" + hidden + "}", "providers:\n- {name: a, client_secret: {" + hidden + ": x}}",
	"providers:\n- {name: a, scopes: " + hidden + "}", "providers:\n- {name: a, client_secret: '@" + hidden + "'}", "providers: " + hidden, hidden + ": x",
	"notes=@" + hidden, "notes:" + hidden, hidden + "=", "=" + hidden, "notes=x;" + hidden, "notes=x;" + hidden + "=y", "notes=" + hidden + ";;",
}

// Secrets sets each secret of the settings type C to malformed values. It fails the test if the
// value appears in an error or a log of loading the settings, of logging them, or of a start of the
// service, which create makes and Secrets closes.
func Secrets[C any, S io.Closer](t *testing.T, name string, create func(cfg C, deps service.Deps) (S, error)) {
	t.Helper()
	rdb, err := embedded.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rdb.Close() }()
	for _, flag := range secretFlags(t, new(C)) {
		for _, profile := range []config.Profile{config.Dev, config.Production} {
			for _, value := range malformed {
				var said bytes.Buffer
				log := slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug}))
				var cfg C
				err := flags.Load(name, "TEST_"+name, &cfg, []string{"--profile=" + string(profile), "--" + flag + "=" + value})
				if err == nil {
					log.Info("starting", "config", cfg)
					err = start(cfg, service.Deps{Redis: rdb, Log: log}, create)
				}
				if said := fmt.Sprintf("%v %+v %s", err, err, said.String()); strings.Contains(said, hidden) {
					t.Errorf("--%s=%.80q in %s is shown:\n%.2000s", flag, value, profile, said)
				}
			}
		}
	}
}

// start makes the service and closes it. RedisURL is empty, because a service does not use it:
// the command connects to Redis.
func start[C any, S io.Closer](cfg C, deps service.Deps, create func(C, service.Deps) (S, error)) error {
	reflect.ValueOf(&cfg).Elem().FieldByName("RedisURL").SetZero()
	server, err := create(cfg, deps)
	if err != nil {
		return err
	}
	return server.Close()
}

// secretFlags returns the names of the settings that hold a secret.
func secretFlags(t *testing.T, cfg any) []string {
	t.Helper()
	parser, err := kong.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, flag := range parser.Model.Flags {
		if kind := flag.Target.Type(); kind == reflect.TypeFor[config.Secret]() || kind == reflect.TypeFor[config.Secrets]() {
			names = append(names, flag.Name)
		}
	}
	if len(names) == 0 {
		t.Fatal("no setting holds a secret")
	}
	return names
}
