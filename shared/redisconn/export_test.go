package redisconn

// Client gives tests the client that Open makes from the options of a URL.
var Client = client
