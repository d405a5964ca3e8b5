// Package redisconn connects a service to Redis, and turns "Redis is away" into
// one error that every layer above passes on unchanged.
//
//	redisconn.go  Open and Conn
//	url.go        the forms of REDIS_URL
//	away.go       what counts as away, and the hook that says so
//	clock.go      the clock of an embedded server, for services whose Now is not time.Now
//
// The forms of the URL:
//
//	(empty)                                  embedded: miniredis with a running clock
//	redis://user:password@host:6379/0        one server
//	rediss://host:6379                       one server, TLS
//	redis+sentinel://h1:26379,h2:26379/name  the master of that name; rediss+sentinel:// for TLS
//	redis+cluster://h1:6379,h2:6379          Redis Cluster; rediss+cluster:// for TLS
//
// User and password before the hosts are those of Redis itself; the query
// parameters sentinel_username and sentinel_password are those of the sentinels.
//
// The embedded server is spoken to through net.Pipe, not through a port:
// BenchmarkEmbedded shows a script call in 0.14–0.24 ms in memory and 0.41–0.58 ms
// over loopback TCP on the same machine, nothing else on the machine can reach
// it, and it cannot find its port taken.
//
// # Time
//
// A server that hangs must not make ours hang. Dialling, reading, writing and
// waiting for a free connection take at most 1 s each, and a deadline of 2.5 s
// lies over all of it; commands that block by intent (XREAD
// BLOCK, BLPOP) are bound by their own block time instead. go-redis would dial
// five times for each try, which is set to once.
//
// # At most once
//
// go-redis sends a command again when its answer is late. Ours take codes, rotate
// refresh tokens and remember proofs: sent twice, the second would find the first,
// and an honest client would be refused as a thief. So nothing is sent again; a
// call whose answer is late is one that failed. The exception is Redis Cluster,
// where go-redis asks another node after a failure, and no setting of it says no.
//
// # Away
//
// A hook around the whole call turns failures of the
// connection, and replies of a server that cannot serve now, into an
// *oauth.Error of temporarily_unavailable with Retry-After, cause kept: the web
// layer makes a 503 of it without asking what Redis is. redis.Nil, NOSCRIPT,
// transaction conflicts, script errors and the caller's own cancellation pass
// unchanged.
//
// Open does not wait for the server: a service starts while Redis is away, says
// so on /readyz (see Conn.Ready), and works once Redis is there.
//
// # Wire
//
// RESP2, no CLIENT SETINFO, no maintenance notifications: that is one HELLO per
// connection, understood or ignored by every server from Redis 5 on and by
// miniredis. Buffers are 8 KiB instead of 32, and there is no second pool for
// pipelines (128 KiB each): our values are small, and memory is a promise.
package redisconn
