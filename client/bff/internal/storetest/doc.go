// Package storetest is the promise that the client's store keeps, on the
// embedded Redis and, with $REDIS_URL, on a real one.
package storetest
