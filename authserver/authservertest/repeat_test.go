package authservertest_test

import (
	"testing"
	"testing/cryptotest"
	"time"

	"quartet.example/authserver"
	"quartet.example/authserver/authservertest"
)

// With the same clock and the same random numbers, two runs issue the same tokens.
func TestRunsWithTheSameClockAndRandomNumbersAreEqual(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var tokens [2][]string
	for run := range tokens {
		t.Run("", func(t *testing.T) {
			cryptotest.SetGlobalRandom(t, 7)
			srv := authservertest.Start(t, authservertest.WithClock(at), authservertest.WithConfig(func(cfg *authserver.Config) {
				cfg.Issuer = "http://auth.localhost:9000"
			}))
			if !srv.Now().Equal(at) {
				t.Errorf("the clock shows %s, want %s", srv.Now(), at)
			}
			token := authservertest.Token{User: "alice", Scope: "notes:read"}
			tokens[run] = append(tokens[run], srv.IssueToken(token))
			srv.Advance(time.Hour)
			if want := at.Add(time.Hour); !srv.Now().Equal(want) {
				t.Errorf("after an hour the clock shows %s, want %s", srv.Now(), want)
			}
			tokens[run] = append(tokens[run], srv.IssueToken(token))
		})
	}
	for i := range tokens[0] {
		if tokens[0][i] != tokens[1][i] {
			t.Errorf("token %d differs:\n%s\n%s", i, tokens[0][i], tokens[1][i])
		}
	}
	if tokens[0][0] == tokens[0][1] {
		t.Error("both tokens of a run are the same")
	}
}
