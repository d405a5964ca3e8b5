package engine

import (
	"errors"

	engineerrors "github.com/go-oauth2/oauth2/v4/errors"

	"quartet.example/authserver/internal/core"
	"quartet.example/shared/oauth"
)

// inOurWords turns an error of the engine into the error of RFC 6749 §5.2. The named checks
// run before the engine, so clients see these errors only if a check is missing. Errors of
// the store, and nil, are returned unchanged.
func inOurWords(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, engineerrors.ErrInvalidClient):
		return oauth.InvalidClient.With("client authentication failed").Because(err)
	case errors.Is(err, engineerrors.ErrInvalidAuthorizeCode),
		errors.Is(err, engineerrors.ErrInvalidCodeChallenge),
		errors.Is(err, engineerrors.ErrMissingCodeVerifier),
		errors.Is(err, engineerrors.ErrInvalidRedirectURI),
		errors.Is(err, core.ErrOtherClient):
		return oauth.InvalidGrant.With("the code is not valid for this request").Because(err)
	}
	return err
}
