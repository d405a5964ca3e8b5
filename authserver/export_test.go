package authserver

import "github.com/labstack/echo/v4"

// Routes returns the routes of a server.
func Routes(s *Server) []*echo.Route { return s.echo.Routes() }
