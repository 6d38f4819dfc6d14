package io.atrium.app;

import io.atrium.config.Setting;

/** What the web app shows. */
record WebConfig(
        @Setting(
                env = "ATRIUM_MAP_TILES",
                example = "https://tiles.example.org/{z}/{x}/{y}.png",
                doc = "Address of map tiles for the maps of dashboards; without it they have the plain base map that is"
                        + " part of the app")
        String mapTiles) {}
