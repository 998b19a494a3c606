(window.GEBIETSATLAS=window.GEBIETSATLAS||{})["orientierung"]={"lines":[],"stops":[["Marktplatz",50.0045,10.0098],["Am Mühlgraben",50.0045,10.0238]]};
