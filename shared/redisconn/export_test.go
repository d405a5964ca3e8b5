package redisconn

// Client is what Open makes of the options of a URL.
var Client = client
