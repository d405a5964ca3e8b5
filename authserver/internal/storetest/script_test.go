package storetest_test

import (
	"testing"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/redisstore"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/shared/oauth"
)

// A Redis that has restarted does not know the scripts, or only some of them.
func TestUnknownScripts(t *testing.T) {
	rdb, clock := storetest.Redis(t)
	s := redisstore.New(rdb, clock.Now)
	for name, known := range map[string]func(t *testing.T){
		"none": func(*testing.T) {},
		"some": func(t *testing.T) { saveCode(t, s, clock, codeFor(clock, oauth.NewSecret())) },
	} {
		t.Run(name, func(t *testing.T) {
			code := oauth.NewSecret()
			saveCode(t, s, clock, codeFor(clock, code))
			if err := rdb.ScriptFlush(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			known(t)
			wantRedeem(t, s, clock, code, "notes", nil)
			wantRedeem(t, s, clock, code, "notes", core.ErrCodeReplayed)
		})
	}
}
