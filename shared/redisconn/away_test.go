package redisconn_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/oauth"
	"quartet.example/shared/redisconn"
	"quartet.example/shared/redistest"
	"quartet.example/shared/waittest"
)

var ways = map[string]func(context.Context, redis.UniversalClient) error{
	"command": func(ctx context.Context, c redis.UniversalClient) error { return c.Set(ctx, "k", "v", 0).Err() },
	"pipeline": func(ctx context.Context, c redis.UniversalClient) error {
		var set *redis.StatusCmd
		_, err := c.Pipelined(ctx, func(p redis.Pipeliner) error { set = p.Set(ctx, "k", "v", 0); return nil })
		if (err == nil) != (set.Err() == nil) {
			return errors.New("the pipeline and its command disagree")
		}
		return errors.Join(err, set.Err())
	},
	"transaction": func(ctx context.Context, c redis.UniversalClient) error {
		_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error { p.Set(ctx, "k", "v", 0); return nil })
		return err
	},
	"script": func(ctx context.Context, c redis.UniversalClient) error {
		return redis.NewScript(`return 1`).Run(ctx, c, []string{"k"}).Err()
	},
}

func wantAway(t *testing.T, err error) {
	t.Helper()
	var got *oauth.Error
	if !errors.As(err, &got) {
		t.Fatalf("got %v, want an *oauth.Error", err)
	}
	if got.Code != oauth.TemporarilyUnavailable || got.RetryAfter != time.Second || got.Unwrap() == nil {
		t.Errorf("got %v, retry after %s, cause %v", got, got.RetryAfter, got.Unwrap())
	}
}

func TestStoppedServerIsAwayAndComesBack(t *testing.T) {
	for name, call := range ways {
		t.Run(name, func(t *testing.T) {
			server, rdb := redistest.Server(t)
			if err := call(t.Context(), rdb); err != nil {
				t.Fatalf("before: %v", err)
			}
			server.Close()
			for range 30 { // more than the connections in the pool
				wantAway(t, call(t.Context(), rdb))
			}
			if err := server.Restart(); err != nil {
				t.Fatal(err)
			}
			waittest.Until(t, "the server is back", func() bool { return call(t.Context(), rdb) == nil })
		})
	}
}

func TestServerThatCannotServeIsAway(t *testing.T) {
	for _, reply := range []string{
		"LOADING Redis is loading the dataset in memory",
		"READONLY You can't write against a read only replica.",
		"CLUSTERDOWN The cluster is down",
		"MASTERDOWN Link with MASTER is down",
		"TRYAGAIN Multiple keys request during rehashing of slot",
		"MISCONF Redis is configured to save RDB snapshots",
		"OOM command not allowed when used memory > 'maxmemory'.",
		"READONLY You can't write against a read only replica.",
		"BUSY Redis is busy running a script.",
		"NOAUTH Authentication required.",
		"WRONGPASS invalid username-password pair or user is disabled.",
		"NOPERM this user has no permissions to run the 'set' command",
		"ERR The user executing the script can't run this command or subcommand script: 8d8c3c7a, on @user_script:1.",
		"EXECABORT Transaction discarded because of previous errors.", // after OOM, READONLY or MISCONF in a transaction
		"MOVED 3999 127.0.0.1:6381",                                   // after as many redirects as the client follows
	} {
		t.Run(reply, func(t *testing.T) {
			server, rdb := redistest.Server(t)
			server.SetError(reply)
			wantAway(t, rdb.Set(t.Context(), "k", "v", 0).Err())
			server.SetError("")
			if err := rdb.Set(t.Context(), "k", "v", 0).Err(); err != nil {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestAnswersPassUnchanged(t *testing.T) {
	rdb := redistest.New(t)
	ctx := t.Context()
	if err := rdb.Get(ctx, "missing").Err(); err != redis.Nil { // must be the same value, because callers compare it with ==
		t.Errorf("missing key: got %v, want redis.Nil itself", err)
	}
	_, err := rdb.Pipelined(ctx, func(p redis.Pipeliner) error { p.Get(ctx, "missing"); return nil })
	if !errors.Is(err, redis.Nil) {
		t.Errorf("missing key in a pipeline: got %v, want redis.Nil", err)
	}
	if err := rdb.EvalSha(ctx, "e0e1f9fabfc9d4800c877a703b823ac0578ff8db", []string{"k"}).Err(); !redis.HasErrorPrefix(err, "NOSCRIPT") {
		t.Errorf("unknown script: got %v, want NOSCRIPT", err)
	}
	var mapped *oauth.Error
	if err := rdb.Eval(ctx, `return redis.error_reply("ERR mine")`, []string{"k"}).Err(); err == nil || errors.As(err, &mapped) {
		t.Errorf("error of a script: got %v, want it unchanged", err)
	}
	rdb.Set(ctx, "k", "text", 0)
	if err := rdb.LPush(ctx, "k", "v").Err(); err == nil || errors.As(err, &mapped) {
		t.Errorf("wrong type: got %v, want it unchanged", err)
	}
}

func TestTransactionConflictPassesUnchanged(t *testing.T) {
	rdb := redistest.New(t)
	ctx := t.Context()
	err := rdb.Watch(ctx, func(tx *redis.Tx) error {
		rdb.Set(ctx, "k", "changed by another", 0)
		_, err := tx.TxPipelined(ctx, func(p redis.Pipeliner) error { p.Set(ctx, "k", "mine", 0); return nil })
		return err
	}, "k")
	if !errors.Is(err, redis.TxFailedErr) {
		t.Errorf("got %v, want redis.TxFailedErr", err)
	}
}

func TestCallerWhoGivesUpIsNotAnAbsence(t *testing.T) {
	rdb := redistest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := rdb.Get(ctx, "k").Err()
	var mapped *oauth.Error
	if !errors.Is(err, context.Canceled) || errors.As(err, &mapped) {
		t.Errorf("got %v, want context.Canceled unchanged", err)
	}
}

func TestBlockingReadMayOutlastTheDeadline(t *testing.T) {
	_, rdb := redistest.Server(t)
	start := time.Now()
	err := rdb.BLPop(t.Context(), 3*time.Second, "queue").Err()
	if !errors.Is(err, redis.Nil) || time.Since(start) < 2900*time.Millisecond {
		t.Errorf("got %v after %s, want redis.Nil after 3s", err, time.Since(start))
	}
}

func TestOpenDoesNotNeedTheServer(t *testing.T) {
	conn, err := redisconn.Open("redis://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	wantAway(t, conn.Ready(t.Context()))
}
