package naive

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/errors"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/go-oauth2/oauth2/v4/models"
	"github.com/go-oauth2/oauth2/v4/server"
	"github.com/go-oauth2/oauth2/v4/store"

	"quartet.example/shared/jose"
	"quartet.example/shared/oauth"
)

// Server is an authorization server: go-oauth2 as its README wires it, with a sign-in form and, for clients that
// have a Key, with assertions. Consent and the Defences are ours, too, and off in the zero value. It keeps everything in memory.
type Server struct {
	Issuer   string
	Apps     []App
	Users    map[string]string // passwords by username
	Defences Defences
	Consent  bool             // whether it asks for consent, which the README does not
	Now      func() time.Time // for assertions; nil: none are accepted

	once     sync.Once
	engine   *server.Server
	manager  *manage.Manager
	store    oauth2.TokenStore
	mu       sync.Mutex
	sessions map[string]string // usernames by the cookie
	allowed  map[string]string // scopes by user and client, for as.prompt.consented
	tokens   families
	spent    map[string]bool // jti of assertions
}

// App is a client that is registered at the Server.
type App struct {
	ID, Secret  string
	RedirectURI string
	Key         *jose.Key // verifies its assertions, nil for a client with a secret
	Domain      string    // what the engine compares redirect URIs with: it accepts every host that ends with it
}

// ServeHTTP serves the two endpoints of the README, the metadata, and UserInfo.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !arrivedOnLoopback(r) {
		http.Error(w, "this program is vulnerable on purpose", http.StatusForbidden)
		return
	}
	s.once.Do(s.wire)
	switch r.URL.Path {
	case "/authorize":
		s.authorize(w, r)
	case "/token":
		s.token(w, r)
	case "/userinfo":
		s.userinfo(w, r)
	case "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server":
		_ = jsonTo(w, oauth.ServerMetadata{
			Issuer: s.Issuer, AuthorizationEndpoint: s.Issuer + "/authorize", TokenEndpoint: s.Issuer + "/token", UserinfoEndpoint: s.Issuer + "/userinfo",
		})
	default:
		http.NotFound(w, r)
	}
}

// wire is the README of go-oauth2 v4.5.4, with another list of clients and with the sign-in form.
func (s *Server) wire() {
	s.sessions, s.allowed, s.spent = map[string]string{}, map[string]string{}, map[string]bool{}
	manager := manage.NewDefaultManager()
	s.store, _ = store.NewMemoryTokenStore() // never fails
	manager.MapTokenStorage(s.store)

	clients := store.NewClientStore()
	for _, app := range s.Apps {
		_ = clients.Set(app.ID, &models.Client{ID: app.ID, Secret: app.Secret, Domain: app.Domain}) // never fails
	}
	manager.MapClientStorage(clients)

	srv := server.NewDefaultServer(manager)
	srv.SetAllowGetAccessRequest(true)
	srv.SetClientInfoHandler(s.clientOf)
	srv.UserAuthorizationHandler = s.signIn
	srv.SetPasswordAuthorizationHandler(func(_ context.Context, _, username, password string) (string, error) {
		if !s.knows(username, password) {
			return "", errors.ErrInvalidGrant
		}
		return username, nil
	})
	s.engine, s.manager = srv, manager
}

// clientOf returns the credentials in the header or the body. The README has the body only.
func (s *Server) clientOf(r *http.Request) (id, secret string, err error) {
	if assertion := r.FormValue("client_assertion"); assertion != "" {
		return s.asserted(r.Context(), assertion)
	}
	if id, secret, ok := r.BasicAuth(); ok {
		return id, secret, nil
	}
	return server.ClientFormHandler(r)
}

func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	if err := s.beforeAuthorize(r); err != nil {
		writeRefusal(w, err)
		return
	}
	if err := s.engine.HandleAuthorizeRequest(w, r); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	if err := s.beforeToken(r); err != nil {
		writeRefusal(w, err)
		return
	}
	s.issue(w, r)
}

const serverCookie = "naive-server-session"

const signInForm = `<!doctype html><title>Sign in</title><form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>`

// signIn returns the user of the browser. It shows a form to a browser that it does not know, and asks for
// no consent, as the README does not.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cookie, err := r.Cookie(serverCookie); err == nil && s.sessions[cookie.Value] != "" {
		if !s.consented(w, r) {
			return "", nil
		}
		return s.sessions[cookie.Value], nil
	}
	username := r.PostFormValue("username")
	if !s.knows(username, r.PostFormValue("password")) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, err := io.WriteString(w, signInForm)
		return "", err
	}
	id := oauth.NewSecret()
	s.sessions[id] = username
	s.allowed[username+" "+r.FormValue("client_id")] = r.FormValue("scope") // what the user had in mind when signing in
	// SameSite=None, as servers have it whose clients renew their tokens in a hidden frame.
	http.SetCookie(w, &http.Cookie{Name: serverCookie, Value: id, Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteNoneMode})
	if !s.consented(w, r) {
		return "", nil
	}
	return username, nil
}

func (s *Server) knows(username, password string) bool {
	want, known := s.Users[username]
	return known && subtle.ConstantTimeCompare([]byte(want), []byte(password)) == 1
}

func (s *Server) userinfo(w http.ResponseWriter, r *http.Request) {
	holder, err := s.Look(r.Context(), bearerOf(r))
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	_ = jsonTo(w, map[string]string{"sub": holder.User, "name": holder.User})
}

// Look returns who may use an access token, for the API (API.Look).
func (s *Server) Look(ctx context.Context, token string) (Holder, error) {
	s.once.Do(s.wire)
	info, err := s.manager.LoadAccessToken(ctx, token)
	if err != nil {
		return Holder{}, err
	}
	scope, err := oauth.ParseScope(info.GetScope())
	return Holder{User: info.GetUserID(), Client: info.GetClientID(), Scope: scope}, err
}

func jsonTo(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) }
