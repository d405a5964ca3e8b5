// Package redisconn connects a service to Redis. If Redis cannot be reached, it returns one kind
// of error, which every caller passes on unchanged.
//
//	redisconn.go  Open and Conn
//	url.go        the forms of REDIS_URL
//	away.go       which errors mean that Redis cannot be reached or cannot serve
//	writable.go   Writable: a probe for /readyz
//	scan.go       Scan: the keys that match a pattern, on every master
//	publish.go    Publish: a message to all subscribers, and their number
//	scripttime.go ReplaceTime: gives scripts another time than that of Redis
//	embedded/     a server in this process
//
// The forms of the URL:
//
//	redis://user:password@host:6379/0        one server
//	rediss://host:6379                       one server, TLS
//	redis+sentinel://h1:26379,h2:26379/name  the master of that name; rediss+sentinel:// for TLS
//	redis+cluster://h1:6379,h2:6379          Redis Cluster; rediss+cluster:// for TLS
//
// User and password before the hosts are those of Redis itself. The query parameters
// sentinel_username and sentinel_password are those of the Sentinels.
//
// # Timeouts
//
// A Redis that hangs must not make the services hang. Dialing, reading, writing and waiting for a
// free connection take at most 1 s each, and a whole call takes at most 2.5 s. Commands that wait
// on purpose (XREAD BLOCK, BLPOP) are limited by their own block time instead. go-redis would dial
// five times for each try; here it dials once.
//
// # No command is sent twice
//
// By default go-redis sends a command again if its reply is late. The services redeem codes,
// rotate refresh tokens and remember proofs: the second copy would find that the first has already
// done so, and an honest client would be refused for replay. So retries are off, and a call whose
// reply is late fails. The exception is Redis Cluster, where go-redis asks another node after a
// failure, and no setting turns that off.
//
// # Redis is not available
//
// A hook around each call turns connection errors, and replies of a server that cannot serve, into
// an *oauth.Error of temporarily_unavailable with Retry-After, which keeps the cause. shared/web
// sends it as 503. These pass unchanged: redis.Nil, NOSCRIPT, transaction conflicts, errors of
// scripts, and cancellation by the caller.
//
// Open does not wait for the server. A service starts while Redis is not available, reports that
// on /readyz (see Conn.Ready), and works once Redis is available.
//
// # Protocol
//
// RESP2, without CLIENT SETINFO and maintenance notifications: one HELLO for each connection,
// which every server from Redis 5 on and miniredis understand or ignore. To save memory, buffers
// have 8 KiB instead of 32, and there is no second pool for pipelines (128 KiB for each
// connection).
package redisconn
