package control

import (
	"net/http"
	"sync"
	"time"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/directory"
	"quartet.example/authserver/internal/keys"
	"quartet.example/authserver/internal/mint"
	"quartet.example/shared/democlock"
)

// Options are the parts of the server that the verbs use. All but Clock are required.
type Options struct {
	Issuer    string
	Handler   http.Handler // the whole server, as it answers requests from the network
	Directory *directory.Directory
	Keys      *keys.Ring
	Minter    *mint.Minter
	Sessions  *browser.Sessions
	Now       func() time.Time
	Clock     *democlock.Clock // nil: the clock cannot be moved
	GrantTTL  time.Duration    // lifetime of a grant
}

// Control is the verbs of one server. It is safe for concurrent use.
type Control struct {
	Options
	browsers sync.Map // browserOf → *useragent.Jar
}

// New returns the verbs of a server.
func New(o Options) *Control { return &Control{Options: o} }
