BEGIN TRANSACTION;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    date TEXT,
    added TEXT NOT NULL,
    story TEXT,
    characters INTEGER NOT NULL,
    text TEXT NOT NULL
);
INSERT INTO "articles" VALUES(1,'abcc75f3e4ff','The flood','/papers/a.txt','{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}','2024-03-04','2026-11-29T09:53:08+00:00',NULL,378,'The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. ');
INSERT INTO "articles" VALUES(2,'f889db68dbcf','The bridge','/papers/a.txt','{"standfirst": null, "authors": [], "source": null, "section": null, "date": null, "date_from": null, "language": null, "url": null, "captions": []}',NULL,'2026-11-29T09:53:08+00:00',NULL,375,'The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. ');
INSERT INTO "articles" VALUES(3,'5012fe8fd86c','The vote','/papers/d.txt','{"standfirst": null, "authors": [], "source": null, "section": null, "date": "2024-05-01", "date_from": null, "language": null, "url": null, "captions": []}','2024-05-01','2026-11-29T09:53:08+00:00',NULL,335,'The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. ');
CREATE TABLE feeds (address TEXT PRIMARY KEY, etag TEXT, modified TEXT, checked TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "feeds" VALUES('https://post.example/feed','"e1"',NULL,'2026-01-02T03:04:05+00:00');
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    reader INTEGER NOT NULL
);
INSERT INTO "files" VALUES(1,'/papers/a.txt',1,1,X'64646464646464646464646464646464',1);
INSERT INTO "files" VALUES(2,'/papers/b.txt',1,1,X'64646464646464646464646464646464',1);
INSERT INTO "files" VALUES(3,'/papers/d.txt',1,1,X'64646464646464646464646464646464',1);
CREATE TABLE generations (generation INTEGER PRIMARY KEY, token TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "generations" VALUES(0,'fe3d6617663bfd77','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(1,'ce8c8f93e80994bf','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(2,'41632b0745fd8d73','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(3,'e312e4a58337df3d','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(4,'2801bc32055268ea','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(5,'18df26838cec6917','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(6,'6fcda076e37d75b5','2026-11-29T09:53:08+00:00');
INSERT INTO "generations" VALUES(7,'3f9401545a527857','2026-11-29T09:53:08+00:00');
CREATE TABLE left_out (
    kind TEXT NOT NULL CHECK (kind IN ('path', 'article')),
    name TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
INSERT INTO "left_out" VALUES('path','/papers/old');
CREATE TABLE locations (
    file INTEGER NOT NULL REFERENCES files (id),
    position INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    fields TEXT NOT NULL,
    PRIMARY KEY (file, position)
) WITHOUT ROWID;
INSERT INTO "locations" VALUES(1,0,1,'{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(1,1,2,'{"standfirst": null, "authors": [], "source": null, "section": null, "date": null, "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(2,0,1,'{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(3,0,3,'{"standfirst": null, "authors": [], "source": null, "section": null, "date": "2024-05-01", "date_from": null, "language": null, "url": null, "captions": []}');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('created','"2026-11-29T09:53:08+00:00"');
INSERT INTO "meta" VALUES('embedder','{"name": "fake", "digest": "18b9df111f3923a5538bb502701d30cf0d33bd7832645e806d34fa5e6d53c82b", "dimension": 64}');
INSERT INTO "meta" VALUES('settings','{"tokens": 20, "pieces": 1}');
INSERT INTO "meta" VALUES('swept','5');
INSERT INTO "meta" VALUES('uuid','"c5e1964568d145d0ac2044a4c87af948"');
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    digest BLOB NOT NULL,
    generation INTEGER NOT NULL, cuts TEXT NOT NULL DEFAULT '',
    UNIQUE (article, position)
);
INSERT INTO "passages" VALUES(1,1,0,0,88,X'726D9DBB827B469C520AC44E420255E1',1,'');
INSERT INTO "passages" VALUES(2,1,1,89,188,X'D49DDE554089EB951355F924E37AD38B',1,'');
INSERT INTO "passages" VALUES(3,1,2,189,277,X'726D9DBB827B469C520AC44E420255E1',1,'');
INSERT INTO "passages" VALUES(4,1,3,278,377,X'D49DDE554089EB951355F924E37AD38B',1,'');
INSERT INTO "passages" VALUES(5,2,0,0,105,X'78E03A03F69119F601FEA60A64816848',1,'');
INSERT INTO "passages" VALUES(6,2,1,106,180,X'F353E476A5E7A6D25258574EEB6AD50E',1,'');
INSERT INTO "passages" VALUES(7,2,2,181,255,X'F353E476A5E7A6D25258574EEB6AD50E',1,'');
INSERT INTO "passages" VALUES(8,2,3,256,330,X'F353E476A5E7A6D25258574EEB6AD50E',1,'');
INSERT INTO "passages" VALUES(9,2,4,331,374,X'34887DC41065AF05BC1262C1838792D7',1,'');
INSERT INTO "passages" VALUES(13,3,0,0,99,X'81DA559EEF26FB493E9D37204E46A33F',7,'');
INSERT INTO "passages" VALUES(14,3,1,100,166,X'4C1C502CD126C0097018B42C28DFBD81',7,'');
INSERT INTO "passages" VALUES(15,3,2,167,233,X'4C1C502CD126C0097018B42C28DFBD81',7,'');
INSERT INTO "passages" VALUES(16,3,3,234,300,X'4C1C502CD126C0097018B42C28DFBD81',7,'');
INSERT INTO "passages" VALUES(17,3,4,301,334,X'DCD8BF307AA079F451D4A69BB626C3C4',7,'');
CREATE TABLE removed (passage INTEGER PRIMARY KEY, generation INTEGER NOT NULL, digest BLOB NOT NULL);
INSERT INTO "removed" VALUES(10,5,X'D6CC402E3724197B540C3ED9360A9C78');
INSERT INTO "removed" VALUES(11,5,X'D71C57797DEF6861A476B54700599A43');
INSERT INTO "removed" VALUES(12,5,X'577AE9ABBE03997B7B4AE7A608CA076F');
CREATE TABLE vectors (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    vector BLOB NOT NULL,
    generation INTEGER NOT NULL
, crc INTEGER NOT NULL DEFAULT 0);
INSERT INTO "vectors" VALUES(1,X'726D9DBB827B469C520AC44E420255E1',X'4331000043350000000000000000000000000000000000000000000000000000000000004331000000000000000000000000000043350000433100000000E43700000000000000000000433100000000000043350000000000000000E43700000000000000004331000000000000000000000000433100000000000000004331',4,2578689241);
INSERT INTO "vectors" VALUES(2,X'D49DDE554089EB951355F924E37AD38B',X'FF340000FF30000000000000000000000000000000000000000000000000000000000000FF340000000000000000000000000000FF300000FF30000000007F3700000000000000000000FF34000000000000FF300000000000000000FF340000000000000000FF34000000000000000000000000FF340000000000000000FF34',4,3986517678);
INSERT INTO "vectors" VALUES(3,X'78E03A03F69119F601FEA60A64816848',X'0000000000000000000000009E309E300000000000000000000000000000000000000000000000009E309E3400009E340000000000009E340000000000000000000000009E30000000000000EE36000000000000000000009E3400009E389E3000000000000000009E30000000000000000000009E3000000000000000000000',4,979902250);
INSERT INTO "vectors" VALUES(4,X'F353E476A5E7A6D25258574EEB6AD50E',X'0000000000000000000000008832883200000000000000000000000000000000000000000000000088328832000088320000000000008832000000000000000000000000883200000000000088360000000000000000000088320000E63888320000000000000000883200000000000000000000883200000000000000000000',4,4195048769);
INSERT INTO "vectors" VALUES(5,X'34887DC41065AF05BC1262C1838792D7',X'0000000000000000000000009E349E340000000000000000000000000000000000000000000000009E3400000000000000000000000000000000000000000000000000009E340000000000009E3400000000000000000000000000009E389E3400000000000000009E34000000000000000000009E3400000000000000000000',4,3671949039);
CREATE TABLE waiting (number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
INSERT INTO "waiting" VALUES(1,X'81DA559EEF26FB493E9D37204E46A33F');
INSERT INTO "waiting" VALUES(2,X'4C1C502CD126C0097018B42C28DFBD81');
INSERT INTO "waiting" VALUES(3,X'DCD8BF307AA079F451D4A69BB626C3C4');
CREATE INDEX articles_by_date ON articles (date);
CREATE INDEX locations_by_article ON locations (article);
CREATE INDEX passages_by_digest ON passages (digest);
CREATE INDEX passages_by_generation ON passages (generation);
CREATE INDEX vectors_by_generation ON vectors (generation);
CREATE INDEX removed_by_generation ON removed (generation);
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('passages',17);
COMMIT;
