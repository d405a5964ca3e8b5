// Package storetest tests the client's store, on the embedded Redis and, with $REDIS_URL, on a real
// one.
package storetest
