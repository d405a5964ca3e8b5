package core

import (
	"strings"

	"quartet.example/shared/oauth"
)

// Kind is what a session is for. It is part of the ID of the session and of its
// name in the store: a session of one kind cannot be found by an ID of another.
type Kind string

// A browser keeps its ID in a cookie; an app sends it in the Authorization header.
const (
	ForBrowser Kind = ""
	ForApp     Kind = "app"
)

const (
	appPrefix = "app." // of IDs: a dot is in no random secret (RFC 4648 §5); scanners for leaked secrets find it
	appSuffix = ".app" // of handles
)

// NewID is a fresh ID of 256 random bits for a session of this kind.
func (k Kind) NewID() string {
	if k == ForApp {
		return appPrefix + oauth.NewSecret()
	}
	return oauth.NewSecret()
}

// KindOf is the kind of the session that could have this ID.
func KindOf(id string) Kind {
	if strings.HasPrefix(id, appPrefix) {
		return ForApp
	}
	return ForBrowser
}

// HandleOf returns the handle of the session with this ID. The handle gives no access.
func HandleOf(id string) string {
	if KindOf(id) == ForApp {
		return oauth.Hash(id) + appSuffix
	}
	return oauth.Hash(id)
}

// KindOfHandle is the kind of the session with this handle.
func KindOfHandle(handle string) Kind {
	if strings.HasSuffix(handle, appSuffix) {
		return ForApp
	}
	return ForBrowser
}
